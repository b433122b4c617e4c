/** What a browser keeps, as long as the test runs. */
export function fakeStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => {
      kept.set(name, text);
    },
    removeItem: (name) => {
      kept.delete(name);
    },
    clear: () => kept.clear(),
  };
}

/** A browser that allows the site no storage. */
export const blockedStorage = {
  get: (): Storage => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  },
  configurable: true,
};
