/** The sentence of what went wrong, said at once; nothing when nothing did. */
export const ProblemNote = ({ says }: { readonly says: string | null }) =>
  says === null ? null : (
    <p role="alert" className="text-sm text-bad">
      {says}
    </p>
  );
