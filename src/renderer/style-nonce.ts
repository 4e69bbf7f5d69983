declare global {
  /** Where the scroll lock of dialogs looks for its nonce. */
  var __webpack_nonce__: string | undefined;
}

/** The nonce under which the content security policy lets style elements in; empty where the host sets none. */
export function readStyleNonce(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  if (nonce !== '') globalThis.__webpack_nonce__ = nonce;
  return nonce;
}
