package org.convoy.predict;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.convoy.replica.Loaders;
import org.convoy.replica.ModelInput;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.TrainedModel;
import org.convoy.zoo.ModelZoo;

/**
 * A trained model in this process, for one image at a time, without Spark. One thread at a time;
 * native memory is freed by {@link #close}.
 */
public record Predictor(ModelDescription description, ModelInput input, Network network)
    implements AutoCloseable {
  public Predictor {
    requireNonNull(description, "description is null");
    requireNonNull(input, "input is null");
    requireNonNull(network, "network is null");
  }

  /**
   * Loads a model.
   *
   * @param location a run folder (its final model, else its newest checkpoint's), a checkpoint or a
   *     pointer to one, or a weights file, on any Hadoop file system
   * @throws org.convoy.run.file.RunException when there is none
   * @throws org.convoy.weights.WeightFormatException when the file is damaged
   * @throws ConfigException when this process cannot run the kernels that are asked for
   */
  public static Predictor load(String location, KernelChoice kernels, Configuration hadoop) {
    TrainedModel trained = TrainedModel.at(location, hadoop);
    ModelFile model = trained.read(Optional.empty(), hadoop);
    ConvoyConfig config =
        trained
            .run()
            .map(run -> run.config(List.of()))
            .orElseGet(() -> ConvoyConfig.withoutData(List.of()));
    Network network = network(model, kernels);
    return new Predictor(
        model.description(),
        ModelInput.strict(
            model.description(), config.data().decodeOptions(), Loaders.scaling(config.data())),
        network);
  }

  private static Network network(ModelFile model, KernelChoice kernels) {
    try {
      return loaded(
          Network.create(ModelZoo.configuration(model.description().architecture()), kernels),
          model);
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new ConfigException(List.of("kernels: " + e.getMessage()));
    }
  }

  private static Network loaded(Network network, ModelFile model) {
    try {
      network.setParameters(model.parameters(network.layout()));
      return network;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  /**
   * Reads an image as the model sees it: decoded, transformed and normalized.
   *
   * @param location on any Hadoop file system
   * @return the network's input
   * @throws DataException when there is none, it is damaged, or the model cannot take it
   */
  public FloatBuffer read(String location, Configuration hadoop) {
    return input.read(location, hadoop);
  }

  /**
   * Reads an image as it is before it is normalized, to be shown.
   *
   * @throws DataException as {@link #read}
   */
  public Image picture(String location, Configuration hadoop) {
    return input.picture(location, hadoop);
  }

  /** Classifies an image that {@link #read} gave. */
  public Prediction predict(FloatBuffer image) {
    load(image);
    return Prediction.of(description.classes(), network.logits(1));
  }

  /**
   * As {@link #predict}, and the backward pass of one class's logit, which hooks are shown.
   *
   * @param label index of the class
   */
  public Prediction differentiate(FloatBuffer image, int label) {
    load(image);
    double[] gradient = new double[network.classes()];
    gradient[label] = 1;
    return Prediction.of(description.classes(), network.evaluateGradients(1, gradient));
  }

  private void load(FloatBuffer image) {
    network.input(1).put(0, image, 0, image.capacity());
  }

  @Override
  public void close() {
    network.close();
  }
}
