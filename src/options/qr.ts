import type { Command } from 'commander';
import { textOption } from './values.ts';

/** The options of every verb that shows a QR code. */
export function addQrOptions(command: Command): void {
  command
    .optionsGroup('The QR code:')
    .addOption(
      command
        .createOption('--qr <style>', 'how to draw the QR code')
        .choices(['auto', 'full', 'half', 'ascii', 'none'])
        .default('auto'),
    )
    .option('--qr-file <path>', 'also write the QR code to this file, .png or .svg', textOption('--qr-file'))
    .optionsGroup('');
}
