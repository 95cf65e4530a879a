package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What a file is, by its first bytes. */
enum FileKind {
  GZIP("\u001F\u008B", "gzip inside gzip: unpack it once"),
  UTF_16LE("\u00FF\u00FE", ""),
  UTF_16BE("\u00FE\u00FF", ""),
  EVTX("ElfFile\0", "a Windows event log in binary form: convert it with evtx_dump -o jsonl"),
  ZIP("PK\3\4", "a zip archive: unpack it first"),
  ZSTD("(\u00B5/\u00FD", "zstd-compressed: unpack it first"),
  XZ("\u00FD7zXZ\0", "xz-compressed: unpack it first"),
  PARQUET("PAR1", "a Parquet file: export it as NDJSON"),
  /** Anything else: UTF-8, or at least lines. */
  TEXT("", "");

  /** The first bytes, one a char. */
  private final String magic;

  private final String advice;

  FileKind(String magic, String advice) {
    this.magic = magic;
    this.advice = advice;
  }

  byte[] magic() {
    return magic.getBytes(ISO_8859_1);
  }

  /** What it is and what to do, of a kind that is not read. */
  String advice() {
    return advice;
  }

  static FileKind of(byte[] head) {
    for (FileKind kind : values()) {
      if (Bytes.startsWith(head, 0, kind.magic())) {
        return kind;
      }
    }
    return TEXT;
  }
}
