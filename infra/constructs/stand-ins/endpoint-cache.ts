/** For `@aws-sdk/endpoint-cache`, which the DynamoDB client fills once endpoint discovery is switched on; it is not. */
export class EndpointCache {
  get(): undefined {}

  set(): void {}

  has(): boolean {
    return false
  }

  delete(): void {}

  clear(): void {}
}
