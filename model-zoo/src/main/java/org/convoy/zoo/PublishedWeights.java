package org.convoy.zoo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights that torchvision publishes for a network, by its documentation; of several those that it
 * offers first.
 *
 * @param weights torchvision's name of them
 * @param parameters of the published network
 * @param side of the images that they were evaluated with, in pixels
 * @param top1 accuracy on ImageNet's validation images, in percent
 * @param file its name, which ends with how its SHA-256 begins
 */
public record PublishedWeights(
    String network, String weights, long parameters, int side, double top1, String file) {
  /** Where torchvision downloads its weights from. */
  public static final URI ADDRESS = URI.create("https://download.pytorch.org/models/");

  private static final Pattern CHECKSUM = Pattern.compile("-([0-9a-f]{8,})[.]pth$");

  private static final List<PublishedWeights> ALL = read();

  /** Of all networks that have some. */
  public static List<PublishedWeights> all() {
    return ALL;
  }

  /** Those of a network; of {@code googlenet_aux} and the like, those of the network without. */
  public static Optional<PublishedWeights> of(String network) {
    String plain = network.replaceFirst("_aux$", "");
    return ALL.stream().filter(published -> published.network().equals(plain)).findFirst();
  }

  private static List<PublishedWeights> read() {
    try (InputStream stream = PublishedWeights.class.getResourceAsStream("torchvision.csv");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(PublishedWeights::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("torchvision.csv cannot be read", e);
    }
  }

  private static PublishedWeights parse(String line) {
    String[] cells = line.split(",", -1);
    return new PublishedWeights(
        cells[0],
        cells[1],
        Long.parseLong(cells[2]),
        Integer.parseInt(cells[3]),
        Double.parseDouble(cells[4]),
        cells[5]);
  }

  /** The first digits of the file's SHA-256, at least eight: PyTorch's hub checks no others. */
  public String checksum() {
    Matcher name = CHECKSUM.matcher(file);
    if (!name.find()) {
      throw new IllegalStateException("no checksum in the name " + file);
    }

    return name.group(1);
  }
}
