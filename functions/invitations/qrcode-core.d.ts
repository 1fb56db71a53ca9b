/** The part of `qrcode` that needs nothing of Node: its main entry would bring PNG, zlib and files into the bundle. */
declare module 'qrcode/lib/core/qrcode.js' {
  export { create } from 'qrcode'
}
