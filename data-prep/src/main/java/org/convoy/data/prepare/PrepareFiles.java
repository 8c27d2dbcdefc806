package org.convoy.data.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.convoy.common.Json;
import org.convoy.common.Sha256;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.ManifestSeal;
import org.convoy.data.file.AtomicFiles;

/** Files below one folder, by their paths within it; each is complete or absent. */
record PrepareFiles(FileContext files, Path root) {
  /** With the checksum that Hadoop keeps beside a local file. */
  private static final Pattern TEMPORARY = Pattern.compile("\\.?[0-9a-f-]{36}(\\.crc)?");

  PrepareFiles {
    requireNonNull(files, "files is null");
    requireNonNull(root, "root is null");
  }

  static PrepareFiles at(Configuration hadoop, String location) throws IOException {
    FilePlace place = FilePlace.of(location, hadoop);
    return new PrepareFiles(place.files(), place.path());
  }

  Path path(String name) {
    return new Path(root, name);
  }

  /** Whether there is a file where the folder should be. */
  boolean isFile() throws IOException {
    return files.util().exists(root) && files.getFileStatus(root).isFile();
  }

  boolean exists(String name) throws IOException {
    return files.util().exists(path(name));
  }

  long length(String name) throws IOException {
    return files.getFileStatus(path(name)).getLen();
  }

  /** Names in a folder, none if there is no folder; an empty name is the root. */
  List<String> list(String folder) throws IOException {
    Path path = folder.isEmpty() ? root : path(folder);
    List<String> names = new ArrayList<>();

    if (files.util().exists(path)) {
      RemoteIterator<FileStatus> statuses = files.listStatus(path);

      while (statuses.hasNext()) {
        names.add(statuses.next().getPath().getName());
      }
    }

    return names;
  }

  /** Renames a file over whatever had that name, or a folder to a free name. */
  void rename(String from, String to) throws IOException {
    files.mkdir(path(to).getParent(), null, true);
    files.rename(path(from), path(to), Rename.OVERWRITE);
  }

  void delete(String name) throws IOException {
    files.delete(path(name), true);
  }

  void writeText(String name, String text) throws IOException {
    String temporary = PrepareFolder.TEMPORARY + "/" + UUID.randomUUID();
    Path target = path(name);
    files.mkdir(target.getParent(), null, true);
    AtomicFiles.write(files, path(temporary), target, output -> output.write(text.getBytes(UTF_8)));
  }

  /** Whether this is the name of a file before {@link #writeText} gives it its own. */
  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /**
   * Reads a value, which is not null.
   *
   * @throws JsonProcessingException when the file holds something else
   */
  <T> T readJson(String name, Class<T> type) throws IOException {
    try (InputStream input = files.open(path(name))) {
      T value = reader(type).readValue(input);
      if (value == null) {
        throw MismatchedInputException.from((JsonParser) null, type, "null");
      }

      return value;
    }
  }

  /** Of files that a later version wrote, too. */
  private static ObjectReader reader(Class<?> type) {
    return Json.MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  String sha256(String name) throws IOException {
    try (InputStream input = files.open(path(name))) {
      return Sha256.hex(input);
    }
  }

  static String indentedJson(Object value) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }

  /** A manifest with its seal. */
  static String sealedJson(Object manifest) {
    ObjectNode tree = Json.MAPPER.valueToTree(manifest);
    return indentedJson(ManifestSeal.seal(tree));
  }

  static <T> T parse(String json, Class<T> type) {
    try {
      return reader(type).readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the JSON of " + type.getSimpleName(), e);
    }
  }
}
