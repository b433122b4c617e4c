import { z } from "zod";

/** How the pages look; "system": as the device says. */
export const Theme = z.enum(["system", "light", "dark"]);
export type Theme = z.infer<typeof Theme>;

/** The name under which a browser keeps it. */
export const THEME_KEPT_AS = "touchstone.theme";

/**
 * Runs in the page before anything is painted, so that no other theme flashes. A browser that keeps nothing shows the
 * theme of the device.
 */
export const APPLY_THEME = `try {
  const theme = localStorage.getItem("${THEME_KEPT_AS}");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch (error) {
  console.warn("This browser keeps no theme.", error);
}`;
