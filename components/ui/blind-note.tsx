/** Says that lists leave out what whoever looks has still to grade in a queue; nothing where there is no such output. */
export function BlindNote({ hidden }: { readonly hidden: { readonly size: number } }) {
  if (hidden.size === 0) return null;
  return (
    <p role="note" className="no-print mb-4 max-w-[72ch] border-l-2 border-accent pl-3 text-sm">
      {`You grade ${hidden.size.toLocaleString("en")} more ${hidden.size === 1 ? "output" : "outputs"} in a queue. What others and the assertions say of ${hidden.size === 1 ? "it" : "them"} is left out of the lists here until you have; figures are those of all.`}
    </p>
  );
}
