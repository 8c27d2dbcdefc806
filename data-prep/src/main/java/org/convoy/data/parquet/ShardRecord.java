package org.convoy.data.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Json;
import org.convoy.data.ContentReader;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ListingDigest;
import org.convoy.data.ManifestSeal;

/**
 * What the manifest of a prepared folder says of a shard.
 *
 * @param path of the file
 * @param name its path within the folder
 * @param bytes its length
 * @param samples its rows
 * @param sha256 64 hexadecimal digits
 */
record ShardRecord(String path, String name, long bytes, long samples, String sha256)
    implements Serializable {
  private static final String MANIFEST = "manifest.json";
  private static final String FIX =
      "Copy or prepare the folder again; without its manifest.json the files are taken as they are.";

  ShardRecord {
    requireNonNull(path, "path is null");
    requireNonNull(name, "name is null");
    requireNonNull(sha256, "sha256 is null");
  }

  /**
   * Of the files of a split, in their order; none if the folder has no manifest of prepared shards.
   *
   * @throws DataException when a file is not in the manifest, has another length or number of rows,
   *     or is missing; when the manifest contradicts itself, is damaged, or was changed
   */
  static List<ShardRecord> of(Configuration hadoop, String folder, List<ParquetPart> parts) {
    Path manifest = new Path(folder, MANIFEST);
    Map<String, ShardRecord> recorded = new HashMap<>();
    List<ShardRecord> found;

    try {
      FileSystem files = HadoopFiles.of(manifest, hadoop);

      try (InputStream input = files.open(manifest)) {
        String root = files.makeQualified(new Path(folder)).toUri().getPath();
        JsonNode tree = Json.MAPPER.readTree(input);
        read(tree, root).forEach(shard -> recorded.put(shard.path(), shard));
        found = match(manifest.toString(), tree, recorded, parts);
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (JsonProcessingException e) {
      throw new DataException(
          manifest.toString(),
          "the manifest that convoy prepare wrote, or no file of this name",
          "no JSON: " + e.getOriginalMessage(),
          FIX,
          e);
    } catch (IOException e) {
      throw DataException.ofReading(
          manifest.toString(), "a readable manifest", "Check the file.", e);
    }

    return found;
  }

  /** Of a folder that was prepared: some other file may have that name. */
  private static List<ShardRecord> match(
      String manifest, JsonNode tree, Map<String, ShardRecord> recorded, List<ParquetPart> parts) {
    if (recorded.isEmpty()) {
      return List.of();
    }

    List<ShardRecord> found = match(recorded, parts);
    requireSums(manifest, tree);
    ManifestSeal.require(manifest, tree);
    return found;
  }

  private static void requireSums(String manifest, JsonNode tree) {
    tree.path("splits")
        .properties()
        .forEach(
            split -> {
              long samples = split.getValue().path("samples").asLong();
              long inShards = sum(split.getValue().path("shards"), "samples");
              long inClasses = sum(split.getValue().path("classCounts"), "");

              if (inShards != samples || inClasses != samples) {
                throw new DataException(
                    manifest,
                    "%d samples of the split %s".formatted(samples, split.getKey()),
                    "%d in its shards and %d in its classes".formatted(inShards, inClasses),
                    FIX);
              }
            });
  }

  private static long sum(JsonNode numbers, String key) {
    long sum = 0;

    for (JsonNode number : numbers) {
      sum += (key.isEmpty() ? number : number.path(key)).asLong();
    }

    return sum;
  }

  private static List<ShardRecord> read(JsonNode manifest, String root) {
    List<ShardRecord> shards = new ArrayList<>();

    for (JsonNode split : manifest.path("splits")) {
      for (JsonNode shard : split.path("shards")) {
        String name = shard.path("file").asText();
        shards.add(
            new ShardRecord(
                new Path(root, name).toUri().getPath(),
                name,
                shard.path("bytes").asLong(),
                shard.path("samples").asLong(),
                shard.path("sha256").asText()));
      }
    }

    return shards;
  }

  private static List<ShardRecord> match(Map<String, ShardRecord> left, List<ParquetPart> parts) {
    List<ShardRecord> found = new ArrayList<>();
    Path folder = null;

    for (ParquetPart part : parts) {
      Path path = new Path(part.path());
      ShardRecord shard = left.remove(path.toUri().getPath());

      if (shard == null || shard.bytes() != part.bytes()) {
        throw new DataException(
            part.path(),
            shard == null
                ? "only the shards of the folder's manifest"
                : "a shard of %d bytes, as the folder's manifest says".formatted(shard.bytes()),
            shard == null ? "another file" : part.bytes() + " bytes",
            FIX);
      }

      if (shard.samples() != part.rows()) {
        throw new DataException(
            part.path(),
            "%d samples, as the folder's manifest says".formatted(shard.samples()),
            part.rows() + " rows",
            FIX);
      }

      folder = path.getParent();
      found.add(
          new ShardRecord(
              part.path(), shard.name(), shard.bytes(), shard.samples(), shard.sha256()));
    }

    for (ShardRecord missing : left.values()) {
      if (folder != null && new Path(missing.path()).getParent().equals(folderPath(folder))) {
        throw new DataException(
            missing.path(), "a shard of %d bytes".formatted(missing.bytes()), "nothing", FIX);
      }
    }

    return found;
  }

  private static Path folderPath(Path folder) {
    return new Path(folder.toUri().getPath());
  }

  /** SHA-256 over classes, names, lengths and hashes, as 64 hexadecimal digits. */
  static String digest(List<String> classes, List<ShardRecord> shards) {
    ListingDigest digest = new ListingDigest(classes);

    for (ShardRecord shard : shards) {
      digest.addName(shard.name().getBytes(UTF_8));
      digest.addNumber(shard.bytes());
      digest.addName(shard.sha256().getBytes(UTF_8));
    }

    return digest.finish(shards.size()).listing().orElseThrow();
  }

  /**
   * Reads all shards.
   *
   * @throws DataException naming the first whose content is another one
   */
  static void verify(List<ShardRecord> shards, ContentReader reader) {
    List<String> found = reader.sha256(shards.stream().map(ShardRecord::path).toList());

    for (int i = 0; i < shards.size(); i++) {
      ShardRecord shard = shards.get(i);

      if (!found.get(i).equals(shard.sha256())) {
        throw new DataException(
            shard.path(),
            "SHA-256 %s, as the folder's manifest says".formatted(shard.sha256()),
            found.get(i),
            FIX);
      }
    }
  }
}
