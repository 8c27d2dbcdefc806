package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestZipArchive {
  private static final byte[] CONTENT = "content, content, content".getBytes(UTF_8);
  private static final int CENTRAL_SIGNATURE = 0x02014b50;

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Zip64Mode.class)
  void readsStoredAndDeflatedFiles(Zip64Mode mode) throws IOException {
    Path file = folder.resolve("a.zip");

    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.setUseZip64(mode);
      zip.setComment("a comment");

      for (int method : List.of(ZipArchiveEntry.STORED, ZipArchiveEntry.DEFLATED)) {
        ZipArchiveEntry entry = new ZipArchiveEntry("./ä/%d.jpg".formatted(method));
        entry.setMethod(method);
        entry.setComment("of the file");
        zip.putArchiveEntry(entry);
        zip.write(CONTENT);
        zip.closeArchiveEntry();
      }
    }

    Archive archive = Archive.at(hadoop, file.toString());
    assertThat(archive.list(hadoop, any -> true))
        .extracting(ArchiveEntry::name)
        .containsExactly("ä/0.jpg", "ä/8.jpg");
    assertThat(contents(archive)).allMatch(content -> Arrays.equals(content, CONTENT)).hasSize(2);
  }

  @Test
  void takesNamesOfDosAndOldCodePages() throws IOException {
    Path file = write("cat/b\\1.jpg");
    byte[] zip = Files.readAllBytes(file);
    int central = centralDirectory(zip);
    zip[central + 5] = 0; // made by DOS
    zip[central + 9] = 0; // not said to be UTF-8
    zip[central + 46] = (byte) 0x84; // ä in code page 437

    assertThat(list(zip)).extracting(ArchiveEntry::name).containsExactly("äat/b/1.jpg");
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    byte[] zip = Files.readAllBytes(write("a.jpg"));
    int central = centralDirectory(zip);

    assertThatThrownBy(() -> list(changed(zip, central + 8, 1)))
        .hasMessage(unsupported("an encrypted file"));
    assertThatThrownBy(() -> list(changed(zip, central + 10, 93)))
        .hasMessage(unsupported("a file packed by method 93"));
    assertThatThrownBy(() -> list(changed(changed(zip, central + 5, 3), central + 41, 0xa1)))
        .hasMessage(unsupported("a symbolic link"));
  }

  @Test
  void refusesTwoArchivesInOneFile() throws IOException {
    byte[] zip = Files.readAllBytes(write("a.jpg"));
    byte[] both = Arrays.copyOf(zip, 2 * zip.length);
    System.arraycopy(zip, 0, both, zip.length, zip.length);

    assertThatThrownBy(() -> list(both))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s/b.zip: expected a zip archive from its first byte on, found %d bytes before it,"
                    .formatted(folder, zip.length)
                + " such as another archive, whose files would be left out. Fetch or copy the"
                + " archive again.");
  }

  @Test
  void refusesEveryTruncationAndWhatFollows() throws IOException {
    byte[] zip = Files.readAllBytes(write("a.jpg"));

    for (int length = 4; length <= zip.length + 20; length++) {
      byte[] other = Arrays.copyOf(zip, length == zip.length ? length + 21 : length);
      assertThatThrownBy(() -> list(other))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected ");
    }
  }

  /** What is read is what was packed, or nothing. */
  @Test
  void noticesDamagedContents() throws IOException {
    byte[] zip = Files.readAllBytes(write("a.jpg"));
    int header = 30 + "empty/".length() + 2 + 16; // and nothing, deflated, and its sizes
    int start = header + 30 + "a.jpg".length();
    int end = centralDirectory(zip) - (46 + "empty/".length()) - 16;
    int refused = 0;

    for (int at = start; at < end; at++) {
      Archive archive = archive(changed(zip, at, zip[at] ^ 0x55));

      try {
        assertThat(contents(archive)).containsExactly(CONTENT);
      } catch (DataException e) {
        refused++;
        assertThat(e)
            .hasMessageStartingWith(
                folder
                    + "/b.zip: expected a file of 25 bytes at byte 54, as its directory has it,");
      }
    }

    assertThat(refused).isPositive();
  }

  /** A hostile archive is refused, or read as another one; nothing else happens. */
  @Test
  void survivesMutations() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/1.jpg", CONTENT);
    files.put("b/2.jpg", new byte[1000]);
    byte[] zip = Files.readAllBytes(StoredZip.write(folder.resolve("a.zip"), files));
    Random random = new Random(7);
    int read = 0;

    for (int i = 0; i < 1_500; i++) {
      byte[] mutated = zip.clone();

      for (int change = random.nextInt(4); change >= 0; change--) {
        mutated[4 + random.nextInt(zip.length - 4)] = (byte) random.nextInt(256);
      }

      try {
        read += contents(archive(mutated)).size();
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("expected ");
      }
    }

    assertThat(read).isPositive();
  }

  private String unsupported(String found) {
    return "%s/b.zip: expected files that are stored or deflated, found %s named a.jpg."
            .formatted(folder, found)
        + " Pack the files themselves again, without a password, by zip or as a .tar.";
  }

  private Path write(String name) throws IOException {
    return StoredZip.write(folder.resolve("a.zip"), Map.of(name, CONTENT));
  }

  /** Of the last file. */
  private static int centralDirectory(byte[] zip) {
    int at = zip.length - 46;

    while (zip[at] != (byte) CENTRAL_SIGNATURE || zip[at + 1] != 'K' || zip[at + 2] != 1) {
      at--;
    }

    return at;
  }

  private static byte[] changed(byte[] zip, int at, int value) {
    byte[] changed = zip.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private Archive archive(byte[] zip) throws IOException {
    return Archive.at(hadoop, Files.write(folder.resolve("b.zip"), zip).toString());
  }

  private List<ArchiveEntry> list(byte[] zip) throws IOException {
    return archive(zip).list(hadoop, any -> true);
  }

  private List<byte[]> contents(Archive archive) {
    List<ArchiveEntry> entries = archive.list(hadoop, any -> true);
    List<ArchiveRange> ranges =
        entries.stream()
            .map(
                entry ->
                    new ArchiveRange(
                        entry.offset(),
                        (int) Math.min(entry.size(), 1 << 20),
                        (int) entry.storedSize(),
                        entry.checksum()))
            .toList();

    try (Contents contents = archive.read(hadoop, ranges)) {
      return ranges.stream().map(range -> contents.next()).toList();
    }
  }
}
