/** Records by key, the oldest dropped where there are too many. Records are plain JSON: they are kept in the state file. */
export interface Table<T> {
  readonly size: number;
  get(key: string): T | undefined;
  /** Puts a record at the end, also where its key was there before. */
  set(key: string, record: T): void;
  delete(key: string): void;
  /** Oldest first. */
  values(): T[];
  keys(): string[];
  clear(): void;
}

/** How many records a table keeps where its owner names no other number. */
export const mostRecords = 1000;

/** Every table of one sandbox: what is forgotten at a reset and kept in a state file. */
export interface Tables {
  /** A new table; the name is unique in the sandbox. */
  table<T>(name: string, limit?: number): Table<T>;
  clear(): void;
  /** Plain JSON: each table's records in order, under its name. */
  save(): SavedTables;
  /** Replaces all records by copies of these; a table that is not in `saved` ends empty. */
  load(saved: SavedTables): void;
}

export type SavedTables = Readonly<Record<string, readonly (readonly [key: string, record: unknown])[]>>;

export function createTables(): Tables {
  const tables = new Map<string, { readonly records: Map<string, unknown>; readonly limit: number }>();

  return {
    table: <T>(name: string, limit = mostRecords): Table<T> => {
      if (tables.has(name)) throw new Error(`There are two tables named ${name}.`);
      const records = new Map<string, T>();
      tables.set(name, { records, limit });
      return boundedTable(records, limit);
    },
    clear: () => {
      for (const { records } of tables.values()) records.clear();
    },
    save: () => Object.fromEntries([...tables].map(([name, { records }]) => [name, [...records]])),
    load: (saved) => {
      for (const [name, { records, limit }] of tables) {
        records.clear();
        for (const [key, record] of saved[name]?.slice(-limit) ?? [])
          records.set(key, structuredClone(record));
      }
    },
  };
}

function boundedTable<T>(records: Map<string, T>, limit: number): Table<T> {
  return {
    get size() {
      return records.size;
    },
    get: (key) => records.get(key),
    set: (key, record) => {
      records.delete(key);
      records.set(key, record);
      const [oldest] = records.keys();
      if (records.size > limit && oldest !== undefined) records.delete(oldest);
    },
    delete: (key) => {
      records.delete(key);
    },
    values: () => [...records.values()],
    keys: () => [...records.keys()],
    clear: () => records.clear(),
  };
}
