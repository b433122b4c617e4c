import { ButtonLink } from "./button";

/** Back and forth between the pages of a table; nothing when there is only one. */
export function Pager({
  page,
  pages,
  link,
}: {
  readonly page: number;
  readonly pages: number;
  readonly link: (page: number) => string;
}) {
  if (pages <= 1) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex items-center gap-3 text-sm">
      {page > 1 && (
        <ButtonLink size="sm" href={link(page - 1)}>
          Previous
        </ButtonLink>
      )}
      <span className="tabular-nums text-muted">{`page ${page} of ${pages}`}</span>
      {page < pages && (
        <ButtonLink size="sm" href={link(page + 1)}>
          Next
        </ButtonLink>
      )}
    </nav>
  );
}
