/** The encoder inside qrcode-terminal, which its own types leave out. */
declare module 'qrcode-terminal/vendor/QRCode/index.js' {
  class QRCode {
    /** A version of -1 is the smallest that holds the data; the level is 1 for L and 0 for M. */
    constructor(version: number, level: 0 | 1);
    /** Writes the low byte of each UTF-16 unit. */
    addData(data: string): void;
    /** Throws where the data are more than version 40 holds. */
    make(): void;
    getModuleCount(): number;
    isDark(row: number, column: number): boolean;
  }
  export default QRCode;
}
