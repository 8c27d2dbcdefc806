package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an archive is said; nothing hostile does harm. */
class TestTarArchive {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @Test
  void knowsArchivesByName() {
    assertThat(List.of("a.tar", "b.TAR.GZ", "/c/d.tgz", "e.tar.zst", "f.zip"))
        .allMatch(Archive::isArchive);
    assertThat(List.of("tar", "a.gz", "a.tar.gz.part", "zip")).noneMatch(Archive::isArchive);
  }

  @Test
  void takesHostileNamesAsNames() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("../../../etc/passwd.jpg", CONTENT)
            .file("/absolute/a.jpg", CONTENT)
            .file("././/relative/a.jpg", CONTENT)
            .finish();

    assertThat(list(tar))
        .extracting(ArchiveEntry::name)
        .containsExactly("../../../etc/passwd.jpg", "absolute/a.jpg", "relative/a.jpg");
  }

  @Test
  void listsOffsetsOfContents() throws IOException {
    byte[] tar = new TarBytes().file("a", CONTENT).file("b", new byte[600]).finish();

    assertThat(list(tar))
        .containsExactly(new ArchiveEntry("a", 512, 7), new ArchiveEntry("b", 1536, 600));
  }

  @Test
  void readsBinarySizesAndOldTypes() throws IOException {
    byte[] size = new byte[12];
    size[0] = (byte) 0x80;
    size[11] = 7;
    byte[] tar =
        new TarBytes()
            .entry("binary", '0', size, CONTENT)
            .entry("old", '\0', TarBytes.octal(7), CONTENT)
            .entry("folder/", '\0', TarBytes.octal(0), new byte[0])
            .entry("contiguous", '7', TarBytes.octal(7), CONTENT)
            .finish();

    assertThat(list(tar))
        .extracting(ArchiveEntry::name)
        .containsExactly("binary", "old", "contiguous");
  }

  @Test
  void takesNameAndSizeFromPaxRecords() throws IOException {
    byte[] tar =
        new TarBytes()
            .entry("global", 'g', "20 comment=a commit\n")
            .entry("pax", 'x', "21 path=großer name\n10 size=7\n")
            .entry("short", '0', TarBytes.octal(0), CONTENT)
            .file("next", CONTENT)
            .finish();

    assertThat(list(tar))
        .containsExactly(
            new ArchiveEntry("großer name", 2560, 7), new ArchiveEntry("next", 3584, 7));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'a hard link to , which is not before it,'",
    "2, a symbolic link",
    "3, a device",
    "6, a device",
    "S, a sparse file",
    "M, an entry of type 'M'"
  })
  void refusesWhatIsNoFile(char type, String kind) throws IOException {
    byte[] tar = new TarBytes().entry("a.jpg", type, "").finish();

    assertListFails(tar)
        .hasMessage(
            message(
                "files and folders only",
                kind + " named a.jpg",
                "Pack the archive again with the files themselves: tar --dereference"
                    + " --hard-dereference."));
  }

  @Test
  void refusesSparseFilesOfPax() throws IOException {
    byte[] tar =
        new TarBytes().entry("pax", 'x', "22 GNU.sparse.major=1\n").file("a.jpg", CONTENT).finish();

    assertListFails(tar).hasMessageContaining("found a sparse file named a.jpg.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 path=a\n",
        "999999999999999999 path=a\n",
        "99999999999999999999 path=a\n",
        "x path=a\n",
        "7 patha\n",
        " path=a\n",
        "0 path=a\n",
        "-9 path=a\n",
        "no record"
      })
  void refusesDamagedPaxRecords(String record) throws IOException {
    byte[] tar = new TarBytes().entry("pax", 'x', record).file("a", CONTENT).finish();

    assertListFails(tar)
        .hasMessage(
            message(
                "a pax extended header",
                "a record that is not LENGTH KEYWORD=VALUE",
                "It is damaged. Fetch or copy the archive again."));
  }

  @Test
  void refusesANegativePaxSize() throws IOException {
    byte[] tar = new TarBytes().entry("pax", 'x', "11 size=-7\n").file("a", CONTENT).finish();

    assertListFails(tar).hasMessageContaining("found the size \"-7\".");
  }

  @Test
  void refusesNegativeAndHugeSizes() throws IOException {
    byte[] negative = new byte[12];
    Arrays.fill(negative, (byte) 0xff);
    byte[] huge = new byte[12];
    huge[0] = (byte) 0x80;
    huge[2] = 1;

    for (byte[] size : List.of(negative, huge)) {
      assertListFails(new TarBytes().entry("a.jpg", '0', size, CONTENT).finish())
          .hasMessage(
              message(
                  "a number in the tar header at byte 0",
                  "a negative or huge one",
                  "It is no tar archive, or damaged. Fetch or copy the archive again."));
    }

    byte[] text = "-0000000007\0".getBytes(UTF_8);
    assertListFails(new TarBytes().entry("a.jpg", '0', text, CONTENT).finish())
        .hasMessageContaining("found \"-0000000007\".");
  }

  @Test
  void refusesSizesBeyondTheArchive() throws IOException {
    byte[] largest = new byte[12];
    largest[0] = (byte) 0x80;
    largest[4] = 0x7f;
    Arrays.fill(largest, 5, 12, (byte) 0xff);

    for (byte[] size : List.of(largest, TarBytes.octal(1L << 32), TarBytes.octal(4000))) {
      assertListFails(new TarBytes().entry("a.jpg", '0', size, CONTENT).finish())
          .hasMessageContaining("expected a complete archive")
          .hasMessageEndingWith("The archive is truncated. Fetch or copy the archive again.");
    }
  }

  @Test
  void refusesHugeMetadataWithoutReadingIt() throws IOException {
    byte[] tar = new TarBytes().entry("a", 'L', TarBytes.octal(1L << 30), CONTENT).finish();

    assertListFails(tar)
        .hasMessage(
            message(
                "names and attributes of at most 1048576 bytes",
                "1073741824 bytes before byte 512",
                "It is damaged. Fetch or copy the archive again."));
  }

  @Test
  void survivesEndlessMetadata() throws IOException {
    TarBytes tar = new TarBytes();

    for (int i = 0; i < 50_000; i++) {
      tar.entry("a", 'L', "name");
    }

    assertThat(list(tar.file("a", CONTENT).finish()))
        .extracting(ArchiveEntry::name)
        .containsExactly("name");
  }

  @Test
  void givesHardLinksTheContentOfTheirFile() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("./a/1.jpg", CONTENT)
            .entry("long", 'K', "a/1.jpg")
            .entry("b/2.jpg", '1', TarBytes.octal(0), new byte[0])
            .entry("pax", 'x', "20 linkpath=b/2.jpg\n")
            .entry("b/3.jpg", '1', TarBytes.octal(0), new byte[0])
            .file("c", CONTENT)
            .finish();

    for (String name : List.of("a.tar", "a.tar.gz")) {
      Path file = Files.write(folder.resolve(name), name.endsWith("gz") ? gzip(tar) : tar);
      Archive archive = Archive.at(hadoop, file.toString());
      List<ArchiveEntry> entries = archive.list(hadoop, any -> true);

      assertThat(entries)
          .startsWith(
              new ArchiveEntry("a/1.jpg", 512, 7),
              new ArchiveEntry("b/2.jpg", 512, 7),
              new ArchiveEntry("b/3.jpg", 512, 7))
          .hasSize(4);

      try (Contents contents =
          archive.read(
              hadoop, entries.stream().map(e -> new ArchiveRange(e.offset(), 7)).toList())) {
        for (int i = 0; i < 4; i++) {
          assertThat(contents.next()).isEqualTo(CONTENT);
        }
      }
    }
  }

  @Test
  void readsAnArchiveBehindAnother() throws IOException {
    byte[] first = new TarBytes().file("a", CONTENT).finish();
    byte[] second = new TarBytes().file("b", CONTENT).finish();
    byte[] both = Arrays.copyOf(first, 10 * TarBytes.BLOCK + second.length + 100);
    System.arraycopy(second, 0, both, 10 * TarBytes.BLOCK, second.length);

    assertThat(list(both)).extracting(ArchiveEntry::name).containsExactly("a", "b");
    assertThat(list("a.tar.gz", gzip(both)))
        .extracting(ArchiveEntry::name)
        .containsExactly("a", "b");
  }

  @Test
  void refusesOtherDataBehindTheEnd() throws IOException {
    byte[] tar = new TarBytes().file("a", CONTENT).finish();
    String message =
        message(
            "nothing, or another tar archive, behind the end of a tar archive",
            "other data at byte 2048",
            "What it holds would be left out: pack all files into one archive.");

    for (int more : List.of(1, 100, 511, 512, 5000)) {
      byte[] longer = Arrays.copyOf(tar, tar.length + more);
      Arrays.fill(longer, tar.length, longer.length, (byte) 'x');
      assertListFails(longer).hasMessage(message);
    }
  }

  @Test
  void knowsCompressionByContent() throws IOException {
    byte[] tar = new TarBytes().file("a", CONTENT).finish();

    assertThat(list("wrong.tar", gzip(tar))).hasSize(1);
    assertThat(list("wrong.tar.gz", tar)).hasSize(1);
    assertThat(list("right.tar.zst", Zstd.compress(tar))).hasSize(1);
    assertThat(list("wrong.tgz", Zstd.compress(tar))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"BZh91AY, bzip2 data", "Rar!, a RAR archive"})
  void namesWhatIsNotRead(String start, String found) throws IOException {
    assertListFails(start.getBytes(ISO_8859_1))
        .hasMessage(
            message(
                "a tar archive, plain or compressed by gzip or Zstandard, or a zip archive",
                found,
                "Pack the files as a .tar or a .zip."));
  }

  @Test
  void refusesTruncatedZstandard() throws IOException {
    byte[] compressed = Zstd.compress(new TarBytes().file("a", CONTENT).finish());

    for (int length = 6; length < compressed.length; length++) {
      assertListFails("a.tar.zst", Arrays.copyOf(compressed, length))
          .hasMessageContaining("a.tar.zst: expected ")
          .hasMessageContaining("Fetch or copy the archive again.");
    }
  }

  @Test
  void refusesOneNameTwice() throws IOException {
    assertListFails(new TarBytes().file("a/1.jpg", CONTENT).file("./a/1.jpg", CONTENT).finish())
        .hasMessage(
            message(
                "each file once",
                "two files named a/1.jpg",
                "Pack the archive again from the extracted files."));
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    assertListFails("GIF89a".repeat(200).getBytes(UTF_8)).hasMessageContaining("tar header");
    assertListFails(new byte[0]).hasMessageContaining("at byte 0, found the end of the file.");

    byte[] damaged = new TarBytes().file("a.jpg", CONTENT).finish();
    damaged[1] ^= 1;
    assertListFails(damaged)
        .hasMessage(
            message(
                "a tar header at byte 0",
                "a block with a wrong checksum",
                "It is no tar archive, or damaged. Fetch or copy the archive again."));
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    TarBytes tar = new TarBytes().entry("long", 'L', "a name").file("a", CONTENT);
    byte[] unfinished = tar.file("b", new byte[600]).unfinished();

    for (int length = 0; length <= unfinished.length; length += 64) {
      assertListFails(Arrays.copyOf(unfinished, length)).hasMessageContaining("truncated");
      assertListFails("a.tar.gz", gzip(Arrays.copyOf(unfinished, length)))
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void refusesTruncatedAndDamagedGzip() throws IOException {
    byte[] compressed = gzip(new TarBytes().file("a", CONTENT).finish());

    for (int length = 0; length < compressed.length; length++) {
      assertListFails("a.tar.gz", Arrays.copyOf(compressed, length))
          .hasMessageContaining("a.tar.gz: expected ")
          .hasMessageContaining("Fetch or copy the archive again.");
    }

    compressed[compressed.length - 8]++; // the checksum
    assertListFails("a.tar.gz", compressed)
        .hasMessageContaining("found damaged gzip data after 2048 bytes");
  }

  private List<ArchiveEntry> list(byte[] tar) throws IOException {
    return list("a.tar", tar);
  }

  private List<ArchiveEntry> list(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    return Archive.at(hadoop, file.toString()).list(hadoop, any -> true);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertListFails(byte[] tar)
      throws IOException {
    return assertListFails("a.tar", tar);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertListFails(String name, byte[] bytes)
      throws IOException {
    return assertThatThrownBy(() -> list(name, bytes)).isInstanceOf(DataException.class);
  }

  private String message(String expected, String found, String fix) {
    return "%s/a.tar: expected %s, found %s. %s".formatted(folder, expected, found, fix);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream result = new ByteArrayOutputStream();

    try (GZIPOutputStream output = new GZIPOutputStream(result)) {
      output.write(bytes);
    }

    return result.toByteArray();
  }
}
