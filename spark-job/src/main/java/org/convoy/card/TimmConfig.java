package org.convoy.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.common.Json;
import org.convoy.config.Call;
import org.convoy.config.NormalizeConfig;
import org.convoy.run.ModelDescription;
import org.convoy.zoo.Architecture;

/**
 * {@code config.json} as timm writes it to Hugging Face's hub (its save_config_for_hf), and reads
 * it.
 *
 * @param labelNames the classes, in the order of the outputs
 * @param modelArgs of timm's create_model, besides the number of classes; null where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TimmConfig(
    String architecture,
    @JsonProperty("num_classes") int numClasses,
    @JsonProperty("label_names") List<String> labelNames,
    @JsonProperty("model_args") Map<String, Integer> modelArgs,
    @JsonProperty("pretrained_cfg") Pretrained pretrained) {
  private static final double WITHOUT_CROP = 1;

  /**
   * How images become the input.
   *
   * @param cropShare side of the crop over the side that images are resized to
   * @param cropMode center: the shorter side is resized, and the middle cut out; squash: both are
   */
  record Pretrained(
      @JsonProperty("num_classes") int numClasses,
      @JsonProperty("input_size") List<Integer> inputSize,
      String interpolation,
      @JsonProperty("crop_pct") double cropShare,
      @JsonProperty("crop_mode") String cropMode,
      List<Double> mean,
      List<Double> std,
      @JsonProperty("first_conv") @JsonInclude(JsonInclude.Include.NON_NULL) String firstConv,
      @JsonInclude(JsonInclude.Include.NON_NULL) String classifier) {}

  static TimmConfig of(ModelDescription model) {
    Architecture network = model.architecture();
    int channels = network.inputChannels();
    boolean isOfTimm = PeerNetwork.of(network) == PeerNetwork.TIMM;
    NormalizeConfig normalization = model.normalization();
    boolean isNormalized = !normalization.mean().isEmpty();
    return new TimmConfig(
        network.name(),
        network.numClasses(),
        model.classes(),
        channels == 3 ? null : Map.of("in_chans", channels),
        new Pretrained(
            network.numClasses(),
            List.of(channels, network.inputHeight(), network.inputWidth()),
            resize(model)
                .map(resize -> resize.arguments().getOrDefault("interpolation", "bilinear"))
                .map(String::valueOf)
                .orElse("bilinear"),
            cropShare(model),
            resize(model).map(resize -> shorterSide(resize).isEmpty()).orElse(false)
                ? "squash"
                : "center",
            isNormalized ? normalization.mean() : Collections.nCopies(channels, 0.0),
            isNormalized ? normalization.std() : Collections.nCopies(channels, 1.0),
            isOfTimm ? "conv1" : null,
            isOfTimm ? "fc" : null));
  }

  private static double cropShare(ModelDescription model) {
    int side = Math.min(model.architecture().inputHeight(), model.architecture().inputWidth());
    return resize(model)
        .flatMap(TimmConfig::shorterSide)
        .map(resized -> Math.min(WITHOUT_CROP, (double) side / resized))
        .orElse(WITHOUT_CROP);
  }

  private static Optional<Call> resize(ModelDescription model) {
    Stream<Call> resizes =
        model.transforms().stream().filter(transform -> transform.name().equals("resize"));
    return resizes.findFirst();
  }

  /** What the shorter side becomes; nothing where both sides are given. */
  private static Optional<Integer> shorterSide(Call resize) {
    Object size = resize.arguments().get("size");
    Object first = size instanceof List<?> list && list.size() == 1 ? list.get(0) : size;
    return Optional.ofNullable(first)
        .filter(Number.class::isInstance)
        .map(number -> ((Number) number).intValue());
  }

  String json() {
    return Json.of(this);
  }
}
