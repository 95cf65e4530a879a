package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The content of a file as bytes of UTF-8, and how far they are from the bytes of the file.
 *
 * @param origin name of the file for {@link RawRecord#origin}
 * @param guard says whether the content broke off
 * @param position position in the (decompressed) file of the stream's first byte
 * @param kind what the (decompressed) file is; {@code stream} is UTF-8 also of UTF-16
 */
record Source(String origin, InputStream stream, GuardedInput guard, long position, FileKind kind) {

  private static final int BUFFER_BYTES = 2 * Layout.SNIFF_BYTES;

  /** A piece of plain text, as it is. */
  static Source plain(String origin, GuardedInput.Opener opener, long position) {
    GuardedInput guard = new GuardedInput(opener);
    return new Source(origin, guard, guard, position, FileKind.TEXT);
  }

  /** A whole file, unpacked and transcoded as its first bytes ask for. */
  static Source whole(String origin, GuardedInput.Opener opener) throws IOException {
    GuardedInput guard = new GuardedInput(opener);
    InputStream content = new BufferedInputStream(guard, BUFFER_BYTES);
    if (FileKind.of(peek(content)) == FileKind.GZIP) {
      InputStream packed = content;
      guard = new GuardedInput(() -> new GZIPInputStream(packed, 1 << 16));
      content = new BufferedInputStream(guard, BUFFER_BYTES);
    }
    FileKind kind = FileKind.of(peek(content));
    if (kind != FileKind.UTF_16LE && kind != FileKind.UTF_16BE) {
      return new Source(origin, content, guard, 0, kind);
    }
    content.skipNBytes(2);
    InputStream text = new Utf16Input(content, kind == FileKind.UTF_16LE);
    return new Source(origin, new BufferedInputStream(text, BUFFER_BYTES), guard, 2, kind);
  }

  boolean isUtf16() {
    return kind == FileKind.UTF_16LE || kind == FileKind.UTF_16BE;
  }

  boolean isSupported() {
    return isUtf16() || kind == FileKind.TEXT;
  }

  /** How the records lie in the text; looks ahead without reading it. */
  Layout layout() throws IOException {
    byte[] head = peek(stream);
    return Layout.of(head, head.length < Layout.SNIFF_BYTES);
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(Layout.SNIFF_BYTES);
    byte[] head = in.readNBytes(Layout.SNIFF_BYTES);
    in.reset();
    return head;
  }
}
