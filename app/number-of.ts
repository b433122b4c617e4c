/** A number as it stands in an address, of a version or a wording; null: it says none. */
export const numberOf = (value: string | readonly string[] | null | undefined): number | null =>
  typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : null;
