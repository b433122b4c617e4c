import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { APPLY_THEME } from "@/lib/domain/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Touchstone", template: "%s · Touchstone" },
  description: "Find out which evaluators of your LLM pipeline agree with you.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  // The bar at the bottom reaches to the edge of a phone, and leaves room for what the phone draws there.
  viewportFit: "cover",
  colorScheme: "light dark",
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The script changes it before React looks at it.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script>{APPLY_THEME}</script>
      </head>
      <body className="min-h-dvh font-sans antialiased">{children}</body>
    </html>
  );
}
