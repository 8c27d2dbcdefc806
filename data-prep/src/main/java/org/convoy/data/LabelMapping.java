package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;

/**
 * What becomes of the labels of one source where they meet the classes of another, such as those of
 * other data or of a model.
 *
 * <p>A class is matched by its name, wherever it stands in either list. A name that several classes
 * of a list have (ImageNet has two cranes) matches nothing, unless the lists are the same. Where
 * one of the two has no names but numbers, labels stay as they are, and both must have as many
 * classes.
 */
public final class LabelMapping implements Serializable {
  private static final int NONE = -1;
  private static final int SHOWN = 10;

  private final List<String> from;
  private final List<String> to;
  private final int[] labels;

  private LabelMapping(List<String> from, List<String> to, int[] labels) {
    this.from = List.copyOf(requireNonNull(from, "from is null"));
    this.to = List.copyOf(requireNonNull(to, "to is null"));
    this.labels = labels;
  }

  /** How the names of a source came about. */
  public enum Names {
    /** Somebody gave them. */
    GIVEN,
    /** They only number the classes. */
    NUMBERS
  }

  /** How names came about that nobody remembers: numbers from 0 were hardly given. */
  public static Names likely(List<String> names) {
    return IntStream.range(0, names.size())
            .allMatch(label -> names.get(label).equals(String.valueOf(label)))
        ? Names.NUMBERS
        : Names.GIVEN;
  }

  /** Matches classes that were all given their names. */
  public static LabelMapping byName(List<String> from, List<String> to) {
    return of(from, Names.GIVEN, to, Names.GIVEN);
  }

  /**
   * Matches two lists of classes.
   *
   * @param from names in the order of the labels that are given
   * @param fromNames how they came about
   * @param to names in the order of the labels that are wanted
   * @param toNames how they came about; names that are numbers are matched all the same where all
   *     that are given are among them
   */
  public static LabelMapping of(
      List<String> from, Names fromNames, List<String> to, Names toNames) {
    int[] byName = places(from, to);
    boolean areAllNamed = IntStream.of(byName).noneMatch(label -> label == NONE);
    boolean lacksNames = fromNames == Names.NUMBERS || (toNames == Names.NUMBERS && !areAllNamed);
    return new LabelMapping(from, to, lacksNames ? unchanged(from, to) : byName);
  }

  private static int[] places(List<String> from, List<String> to) {
    if (from.equals(to)) {
      return unchanged(from, to);
    }

    Map<String, Integer> own = placesOfUnique(from);
    Map<String, Integer> wanted = placesOfUnique(to);
    return from.stream()
        .mapToInt(name -> own.containsKey(name) ? wanted.getOrDefault(name, NONE) : NONE)
        .toArray();
  }

  private static Map<String, Integer> placesOfUnique(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    Set<String> repeated = new HashSet<>();

    for (int place = 0; place < names.size(); place++) {
      if (places.putIfAbsent(names.get(place), place) != null) {
        repeated.add(names.get(place));
      }
    }

    places.keySet().removeAll(repeated);
    return places;
  }

  private static int[] unchanged(List<String> from, List<String> to) {
    return IntStream.range(0, from.size())
        .map(label -> from.size() == to.size() ? label : NONE)
        .toArray();
  }

  /**
   * A data set with the labels of other classes; itself where they are its own. Classes that it has
   * by name alone, without an image, need not be among the others.
   *
   * @param classes names in the order of the labels that are wanted
   * @param names how they came about
   * @param whose whom they belong to, such as "the model", for messages
   * @throws DataException when one of its images is of none of these classes, listing both
   */
  public static ImageDataset apply(
      ImageDataset dataset, List<String> classes, Names names, String whose, Configuration hadoop) {
    if (dataset.classes().equals(classes)) {
      return dataset;
    }

    LabelMapping mapping = of(dataset.classes(), dataset.classNames(), classes, names);
    List<String> unmatched = mapping.unmatched();

    if (!unmatched.isEmpty() && dataset.classNames() == Names.GIVEN) {
      unmatched =
          IntStream.of(dataset.labels(hadoop))
              .distinct()
              .mapToObj(dataset.classes()::get)
              .filter(unmatched::contains)
              .sorted()
              .toList();
    }

    if (!unmatched.isEmpty()) {
      throw new DataException(
          dataset.location(),
          "classes of " + whose + ": " + shown(classes),
          mapping.difference(unmatched, dataset.classNames()),
          unmatched.stream().anyMatch(name -> Collections.frequency(classes, name) > 1)
              ? "Give each class of " + whose + " a name of its own."
              : fix(dataset.classNames(), names) + lookAlike(unmatched, classes));
    }

    return new RelabeledDataset(dataset, mapping);
  }

  private static String fix(Names from, Names to) {
    if (from == Names.NUMBERS) {
      return "Name the classes of the data in data.classes, in the order of their labels.";
    }

    return to == Names.GIVEN
        ? "Name the classes alike, or leave the images of the others out."
        : "Name as many classes in data.classes, those of the data among them, in the order of"
            + " these numbers.";
  }

  /** A hint where names look the same: an accent is part of its letter, or a letter of its own. */
  public static String lookAlike(List<String> names, List<String> others) {
    Set<String> composed = others.stream().map(LabelMapping::composed).collect(Collectors.toSet());
    return names.stream()
            .filter(name -> !others.contains(name))
            .map(LabelMapping::composed)
            .anyMatch(composed::contains)
        ? " Some look alike but are spelled with other Unicode characters (NFC and NFD)."
        : "";
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private String difference(List<String> unmatched, Names names) {
    if (unmatched.size() == from.size() && names == Names.NUMBERS) {
      return "%d classes without names".formatted(from.size());
    }

    List<String> repeated = unmatched.stream().filter(to::contains).toList();
    return repeated.isEmpty()
        ? "%s, of which %s %s none of them"
            .formatted(shown(from), shown(unmatched), unmatched.size() == 1 ? "is" : "are")
        : "%s, of which %s %s the name of several classes"
            .formatted(shown(from), shown(repeated), repeated.size() == 1 ? "is" : "are each");
  }

  /** Names in a message: all, or the first ones and how many there are. */
  public static String shown(List<String> names) {
    String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? first : "%s, … (%d in all)".formatted(first, names.size());
  }

  /** Those given classes that are none of the wanted ones. */
  public List<String> unmatched() {
    return IntStream.range(0, from.size())
        .filter(label -> labels[label] == NONE)
        .mapToObj(from::get)
        .toList();
  }

  /** Names in the order of the labels that are wanted. */
  public List<String> classes() {
    return to;
  }

  /**
   * The wanted label.
   *
   * @param label that was given, of a class that is matched
   */
  public int label(int label) {
    if (labels[label] == NONE) {
      throw new IllegalArgumentException(from.get(label) + " is none of " + shown(to));
    }

    return labels[label];
  }

  @Override
  public String toString() {
    return "LabelMapping(%s to %s)".formatted(shown(from), shown(to));
  }

  /** A data set whose labels are those of other classes. */
  static final class RelabeledDataset extends DerivedDataset {
    private final LabelMapping mapping;

    RelabeledDataset(ImageDataset dataset, LabelMapping mapping) {
      super(dataset);
      this.mapping = requireNonNull(mapping, "mapping is null");
    }

    @Override
    public List<String> classes() {
      return mapping.classes();
    }

    @Override
    public int[] labels(Configuration hadoop) {
      return Arrays.stream(origin().labels(hadoop)).map(mapping::label).toArray();
    }

    @Override
    public SampleIterator read(Configuration hadoop, int from, int to) {
      return derive(origin().read(hadoop, from, to), SampleIterator.ids(from, to), mapping::label);
    }

    @Override
    public SampleIterator read(Configuration hadoop, int[] ids) {
      return derive(origin().read(hadoop, ids), ids.clone(), mapping::label);
    }

    /** That of the data set with the mapping; the content is known only once it is read. */
    @Override
    public DataIdentity identity(Configuration hadoop) {
      DataIdentity known = origin().identity(hadoop);
      DataIdentity identity = derive(known, this::relabeled);
      return new DataIdentity(
          size(),
          identity.listing(),
          identity.stamp(),
          identity.shards(),
          identity.verified(),
          known.stamp().isPresent()
              ? Optional.empty()
              : Optional.of(fingerprint(new LocalContentReader(hadoop))));
    }

    private String relabeled(String digest) {
      MessageDigest sha256 = Sha256.digest();
      sha256.update(digest.getBytes(StandardCharsets.US_ASCII));
      // The classes of both sides decide which label becomes which.
      sha256.update(origin().classes().toString().getBytes(StandardCharsets.UTF_8));
      sha256.update(classes().toString().getBytes(StandardCharsets.UTF_8));
      return Sha256.hex(sha256);
    }

    @Override
    public String toString() {
      return "RelabeledDataset(%s, %s)".formatted(origin(), mapping);
    }
  }
}
