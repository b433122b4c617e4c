const many = (count: number): string => (count === 1 ? "1 output" : `${count.toLocaleString("en")} outputs`);

/** What a tag was put on, in a sentence. */
export function sayTagged(
  { tagged, had, full }: { readonly tagged: number; readonly had: number; readonly full: number },
  tag: string,
): string {
  const rest = [
    had > 0 ? `${many(had)} had it already` : null,
    full > 0 ? `${many(full)} had as many tags of yours as there may be` : null,
  ].filter((part) => part !== null);
  return `${many(tagged)} got your tag “${tag}”${rest.length === 0 ? "" : `; ${rest.join("; ")}`}.`;
}

/** What was put into a queue, in a sentence. */
export function sayPut(
  { added, leftOut }: { readonly added: number; readonly leftOut: number },
  name: string,
): string {
  const rest =
    leftOut === 0
      ? ""
      : ` ${many(leftOut)} ${leftOut === 1 ? "was" : "were"} left out: in it already, (almost) the same as others, or held back by an audit set.`;
  return `${many(added)} came into the queue “${name}”.${rest}`;
}
