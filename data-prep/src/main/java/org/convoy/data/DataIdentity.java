package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a data set is recognised by. All but the content is found out without reading a pixel; each
 * is 64 hexadecimal digits.
 *
 * @param samples number of samples; -1: not known
 * @param listing SHA-256 over the names of the classes and name, length and label of each file (of
 *     an archive: of each entry): the same in another place
 * @param stamp as the listing, with what tells that nothing was written since: modification times
 *     of the files, or the length and modification time of the archive that holds them
 * @param shards of a folder that {@code convoy prepare} made, SHA-256 over what its manifest says
 *     of the shards, including SHA-256 of each; the shards themselves may differ from that
 * @param verified the same as shards, once the shards were found to be what the manifest says
 * @param content the {@link Fingerprint}, where it is known
 */
public record DataIdentity(
    int samples,
    Optional<String> listing,
    Optional<String> stamp,
    Optional<String> shards,
    Optional<String> verified,
    Optional<String> content) {
  private static final Pattern NAMED = Pattern.compile("[a-z]+=[^ ,]*(, [a-z]+=[^ ,]*)*");

  public DataIdentity {
    requireNonNull(listing, "listing is null");
    requireNonNull(stamp, "stamp is null");
    requireNonNull(shards, "shards is null");
    requireNonNull(verified, "verified is null");
    requireNonNull(content, "content is null");
  }

  /** How two identities relate. */
  public enum Match {
    /** The same data. */
    SAME,
    /** Other data. */
    OTHER,
    /** The earlier data's content is known: reading the later data will tell. */
    BY_CONTENT,
    /** Files were written since, or lie elsewhere, and nothing is known to compare them by. */
    UNKNOWN
  }

  /** Of data whose content is known. */
  public static DataIdentity ofContent(int samples, String fingerprint) {
    return new DataIdentity(
        samples,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(fingerprint));
  }

  /** Of data that was listed. */
  public static DataIdentity ofListing(int samples, String listing, String stamp) {
    return new DataIdentity(
        samples,
        Optional.of(listing),
        Optional.of(stamp),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what a manifest says. */
  public DataIdentity withShards(String digest) {
    return new DataIdentity(samples, listing, stamp, Optional.of(digest), verified, content);
  }

  /** The same after the shards were read, and found to be what the manifest says. */
  public DataIdentity withVerifiedShards() {
    return new DataIdentity(samples, listing, stamp, shards, shards, content);
  }

  /** The same with what else is known of the data, which are these, from an earlier time. */
  public DataIdentity withKnown(DataIdentity earlier) {
    return new DataIdentity(
        samples, listing, stamp, shards, Optional.empty(), content.or(earlier::content));
  }

  /** The same with known content. */
  public DataIdentity withContent(String fingerprint) {
    return new DataIdentity(samples, listing, stamp, shards, verified, Optional.of(fingerprint));
  }

  /** Whether data that was seen later are these. */
  public Match match(DataIdentity later) {
    if (stamp.isPresent() && stamp.equals(later.stamp)) {
      return Match.SAME;
    }

    if (shards.isPresent() && shards.equals(later.verified)) {
      return Match.SAME;
    }

    if (content.isPresent() && later.content.isPresent()) {
      return content.equals(later.content) ? Match.SAME : Match.OTHER;
    }

    if (samples >= 0 && later.samples >= 0 && samples != later.samples) {
      return Match.OTHER;
    }

    return content.isPresent() || hasShardsOf(later) ? Match.BY_CONTENT : Match.UNKNOWN;
  }

  /** What tells data that were seen later from these, for messages. */
  public String difference(DataIdentity later) {
    if (samples >= 0 && later.samples >= 0 && samples != later.samples) {
      return "%,d images, now %,d".formatted(samples, later.samples);
    }

    if (content.isPresent() && later.content.isPresent()) {
      return "%s, now %s".formatted(content.get(), later.content.get());
    }

    return hasListingOf(later)
        ? "files of the same names and lengths, but written at other times, and what they held is"
            + " not known"
        : "files of other names or lengths, and what they held is not known";
  }

  /** Whether both are folders of shards with the same manifest. */
  public boolean hasShardsOf(DataIdentity other) {
    return shards.isPresent() && shards.equals(other.shards);
  }

  /** The same names, lengths and labels: what differs, if anything, is when files were written. */
  public boolean hasListingOf(DataIdentity other) {
    return listing.isPresent() && listing.equals(other.listing);
  }

  /**
   * Understands what {@link #toString} gives; anything else is taken for a fingerprint of the
   * content, which is all that earlier versions noted.
   */
  public static DataIdentity parse(String text) {
    if (!NAMED.matcher(text).matches()) {
      return ofContent(-1, text);
    }

    Map<String, String> values = new HashMap<>();

    for (String part : text.split(", ", -1)) {
      values.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
    }

    return new DataIdentity(
        samples(values.get("samples")),
        Optional.ofNullable(values.get("listing")),
        Optional.ofNullable(values.get("stamp")),
        Optional.ofNullable(values.get("shards")),
        Optional.ofNullable(values.get("verified")),
        Optional.ofNullable(values.get("content")));
  }

  private static int samples(String number) {
    return number != null && number.matches("\\d{1,10}")
        ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(number))
        : -1;
  }

  /** What is known, as {@code name=value, name=value}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("samples=").append(samples);
    listing.ifPresent(value -> text.append(", listing=").append(value));
    stamp.ifPresent(value -> text.append(", stamp=").append(value));
    shards.ifPresent(value -> text.append(", shards=").append(value));
    verified.ifPresent(value -> text.append(", verified=").append(value));
    content.ifPresent(value -> text.append(", content=").append(value));
    return text.toString();
  }
}
