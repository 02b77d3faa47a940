import process from 'node:process';
import { main } from '../../../src/main.ts';

process.exitCode = await main(process);
