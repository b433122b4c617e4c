type Waiting<Item> = {
  readonly item: Item;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

/** So many items go into one statement at most. */
const MOST = 200;

/**
 * A writer of single items that writes together whatever comes while it is writing: with fifty callers at once a few
 * statements do the work of fifty. A caller goes on once its item is stored. Where a group fails, each item is tried
 * alone, so that one bad item fails nobody else's.
 */
export function grouped<Item>(
  write: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  let isWriting = false;

  async function writeAlone({ item, done, failed }: Waiting<Item>): Promise<void> {
    await write([item]).then(done, failed);
  }

  async function writeGroup(group: readonly Waiting<Item>[]): Promise<void> {
    const items = group.map(({ item }) => item);
    const isStored = await write(items).then(
      () => true,
      () => false,
    );
    if (isStored) for (const { done } of group) done();
    else for (const one of group) await writeAlone(one);
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await writeGroup(waiting.splice(0, MOST));
    isWriting = false;
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (!isWriting) writeAll().catch(failed);
    });
}
