package org.convoy.cli.argument;

import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import picocli.CommandLine.Option;

/** How images are decoded where no config says it. */
public final class DecodingArguments {
  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "most pixels, height times width, that an image may claim, as data.maxPixels (default:"
              + " 178956970)")
  private Long maxPixels;

  @Option(
      names = "--deep-gray",
      paramLabel = "clip|scale",
      description =
          "what becomes of gray of more than 8 bits, as data.deepGray: levels above 255 become"
              + " white, or the upper 8 bits are taken (default: clip)")
  private DeepGray deepGray;

  /**
   * The options.
   *
   * @throws IllegalArgumentException when the limit is out of range
   */
  public DecodeOptions options() {
    return new DecodeOptions(
        maxPixels == null ? DecodeOptions.DEFAULT.maxPixels() : maxPixels,
        deepGray == null ? DecodeOptions.DEFAULT.deepGray() : deepGray);
  }
}
