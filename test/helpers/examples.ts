import { v } from '../../src/http/contract.ts';
import { readLeniently } from './lenient-json.ts';

/** A vendor's example as the schema decodes it, and whether it was JSON as printed. */
export function decodeExample(
  schema: v.GenericSchema,
  example: string,
): { readonly strict: boolean; readonly value: unknown } {
  try {
    return { strict: true, value: v.parse(schema, JSON.parse(example)) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { strict: false, value: v.parse(schema, readLeniently(example)) };
  }
}
