package org.convoy.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.convoy.common.Sha256;

/**
 * Tells whether the manifest of a prepared folder is as it was written: its key {@value #KEY} is
 * the SHA-256 of all others. Counts, means and classes that somebody has changed would be believed
 * by one reader and contradicted by the shards that another one looks at.
 */
public final class ManifestSeal {
  static final String KEY = "sha256";

  private ManifestSeal() {}

  /** Adds the key. */
  public static ObjectNode seal(ObjectNode manifest) {
    return manifest.put(KEY, digest(manifest));
  }

  /**
   * Makes sure that a manifest was not changed; those of earlier versions have no seal.
   *
   * @throws DataException when it was
   */
  public static void require(String location, JsonNode manifest) {
    if (manifest instanceof ObjectNode object
        && object.has(KEY)
        && !digest(object).equals(object.path(KEY).asText())) {
      throw new DataException(
          location,
          "the manifest as convoy prepare wrote it",
          "one that was changed since (its sha256 is not that of its content)",
          "Restore it, or delete the folder and prepare it again.");
    }
  }

  private static String digest(ObjectNode manifest) {
    String content = manifest.deepCopy().without(KEY).toString();
    return Sha256.hex(content.getBytes(UTF_8));
  }
}
