package org.convoy.data.archive;

import java.util.List;
import java.util.Optional;

/** How an archive is packed, which its first bytes tell. */
enum Packing {
  /** A tar as it is; also what is none, which its first header will show. */
  PLAIN,
  GZIP,
  ZSTD,
  ZIP;

  /** Of the longest signature. */
  static final int SIGNATURE_BYTES = 6;

  private record Signature(String bytes, String name) {
    boolean starts(byte[] file) {
      for (int i = 0; i < bytes.length(); i++) {
        if (i >= file.length || (file[i] & 0xff) != bytes.charAt(i)) {
          return false;
        }
      }

      return true;
    }
  }

  private static final Signature GZIP_START = new Signature("\u001f\u008b", "gzip data");
  private static final Signature ZSTD_START = new Signature("(\u00b5/\u00fd", "Zstandard data");

  /** Of a file, and of an archive without any. */
  private static final List<Signature> ZIP_STARTS =
      List.of(new Signature("PK\u0003\u0004", "a zip"), new Signature("PK\u0005\u0006", "a zip"));

  private static final List<Signature> OTHERS =
      List.of(
          new Signature("BZh", "bzip2 data"),
          new Signature("\u00fd7zXZ\u0000", "xz data"),
          new Signature("7z\u00bc\u00af'\u001c", "a 7z archive"),
          new Signature("Rar!", "a RAR archive"),
          new Signature("PK\u0007\u0008", "one part of a zip archive"),
          new Signature("\u0004\"M\u0018", "LZ4 data"),
          new Signature("\u001f\u009d", "data of the program compress"));

  /** Whether all of it has to be read to get at its end. */
  boolean isStream() {
    return this == GZIP || this == ZSTD;
  }

  static Packing of(byte[] start) {
    if (GZIP_START.starts(start)) {
      return GZIP;
    }

    if (ZSTD_START.starts(start)) {
      return ZSTD;
    }

    return ZIP_STARTS.stream().anyMatch(zip -> zip.starts(start)) ? ZIP : PLAIN;
  }

  /** What a file is that is not read; empty if it may be one that is. */
  static Optional<String> unread(byte[] start) {
    return OTHERS.stream().filter(other -> other.starts(start)).map(Signature::name).findFirst();
  }
}
