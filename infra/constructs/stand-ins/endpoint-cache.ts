/** For `@aws-sdk/endpoint-cache`, which the DynamoDB client fills once endpoint discovery is switched on; nobody switches it on. */
export class EndpointCache {}
