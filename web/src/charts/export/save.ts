/** Puts a file on the reader's disk. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has its own hold on the content once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A title as the name of a file, without what disks do not allow. */
export const fileName = (title: string, extension: string): string =>
  `${title.replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 120) || "chart"}.${extension}`;

const PNG_SCALE = 2;

/** An SVG as a PNG with twice its pixels. */
export async function toPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * PNG_SCALE;
    canvas.height = image.height * PNG_SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("The browser made no picture."))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
