/** A pattern for PCRE, where a backslash before any ASCII punctuation takes its meaning away. */
export function literally(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/#-]/g, '\\$&');
}
