/** A file as the API takes it: in base64. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // A data URL: what stands after the comma is the file.
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^.*?,/, '') : '');
    reader.onerror = () => reject(new UnreadableFile());
    reader.readAsDataURL(file);
  });
}

/** Browsers do not give out a file that was saved again after it was chosen. */
export class UnreadableFile extends Error {}
