package org.convoy.data.fetch;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A published data set: the files, and the addresses that serve them, in the order they are tried.
 *
 * <p>The checksums of MNIST, Fashion-MNIST and CIFAR are those that several independent projects
 * pin for these files; they were compared with each other, not confirmed by a download.
 *
 * @param name what a user calls it
 * @param kind the kind that its files are opened as, the first half of {@code kind:path}
 * @param mirrors base addresses that end with a slash, at least one
 * @param files all its files
 */
public record PublishedDataset(
    String name, String kind, List<URI> mirrors, List<PublishedFile> files) {
  /** <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database</a>, 70,000 digits. */
  public static final PublishedDataset MNIST =
      new PublishedDataset(
          "mnist",
          "idx",
          addresses(
              "https://ossci-datasets.s3.amazonaws.com/mnist/",
              "https://storage.googleapis.com/cvdf-datasets/mnist/",
              "http://yann.lecun.com/exdb/mnist/"),
          List.of(
              new PublishedFile(
                  "train-images-idx3-ubyte.gz",
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
              new PublishedFile(
                  "train-labels-idx1-ubyte.gz",
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
              new PublishedFile(
                  "t10k-images-idx3-ubyte.gz",
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
              new PublishedFile(
                  "t10k-labels-idx1-ubyte.gz",
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")));

  /** <a href="https://github.com/zalandoresearch/fashion-mnist">Fashion-MNIST</a>, 70,000. */
  public static final PublishedDataset FASHION_MNIST =
      new PublishedDataset(
          "fashion-mnist",
          "idx",
          addresses(
              "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
              "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
          List.of(
              new PublishedFile(
                  "train-images-idx3-ubyte.gz",
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
              new PublishedFile(
                  "train-labels-idx1-ubyte.gz",
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
              new PublishedFile(
                  "t10k-images-idx3-ubyte.gz",
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
              new PublishedFile(
                  "t10k-labels-idx1-ubyte.gz",
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")));

  /** <a href="https://www.cs.toronto.edu/~kriz/cifar.html">CIFAR-10</a>, binary version. */
  public static final PublishedDataset CIFAR10 =
      new PublishedDataset(
          "cifar10",
          "cifar10",
          addresses("https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"),
          List.of(
              new PublishedFile(
                  "cifar-10-binary.tar.gz",
                  "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")));

  /** <a href="https://www.cs.toronto.edu/~kriz/cifar.html">CIFAR-100</a>, binary version. */
  public static final PublishedDataset CIFAR100 =
      new PublishedDataset(
          "cifar100",
          "cifar100",
          addresses("https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"),
          List.of(
              new PublishedFile(
                  "cifar-100-binary.tar.gz",
                  "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")));

  private static final List<PublishedDataset> ALL =
      List.of(MNIST, FASHION_MNIST, CIFAR10, CIFAR100);

  public PublishedDataset {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    mirrors = List.copyOf(mirrors);
    files = List.copyOf(files);

    if (mirrors.isEmpty()) {
      throw new IllegalArgumentException("mirrors is empty: name at least one address");
    }

    if (!mirrors.stream().allMatch(mirror -> mirror.toString().endsWith("/"))) {
      throw new IllegalArgumentException("mirrors must end with a slash: " + mirrors);
    }
  }

  /** All that are known. */
  public static List<PublishedDataset> all() {
    return ALL;
  }

  /** The data set of this name; case, "-" and "_" do not matter. */
  public static Optional<PublishedDataset> named(String name) {
    return ALL.stream().filter(each -> plain(each.name).equals(plain(name))).findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /**
   * The same files from one other address.
   *
   * @param base with or without a slash at the end
   */
  public PublishedDataset from(String base) {
    return new PublishedDataset(
        name, kind, addresses(base.endsWith("/") ? base : base + "/"), files);
  }

  private static List<URI> addresses(String... addresses) {
    return Arrays.stream(addresses).map(URI::create).toList();
  }

  /**
   * A file that somebody publishes.
   *
   * @param name its name below every address
   * @param sha256 SHA-256 of its content in lower-case hexadecimal digits, of which there are 64:
   *     all, or the first ones, at least eight, where no others are published
   */
  public record PublishedFile(String name, String sha256) {
    public PublishedFile {
      requireNonNull(name, "name is null");

      if (!sha256.matches("[0-9a-f]{8,64}")) {
        throw new IllegalArgumentException(
            "sha256 of %s must be 8 to 64 hexadecimal digits, not \"%s\"".formatted(name, sha256));
      }
    }

    /** Whether a whole SHA-256 is that of this file, as far as it is known. */
    boolean isOf(String whole) {
      return whole.startsWith(sha256);
    }
  }
}
