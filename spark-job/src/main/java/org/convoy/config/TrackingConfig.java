package org.convoy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;

/** What a training leaves for those who watch it, besides the metrics in its run folder. */
public record TrackingConfig(
    @Key(
            changeable = true,
            defaultValue = "true",
            description =
                "Whether the metrics of rounds and epochs are also written as TensorBoard's event"
                    + " files, into the folder tensorboard of the run folder")
        boolean tensorboard,
    @Key(
            changeable = true,
            defaultValue = "false",
            description =
                "Whether these files also have histograms of each weight and of its gradient after each"
                    + " epoch and, from the report at the end, augmented training samples and"
                    + " mistakes as images")
        boolean tensorboardDetails,
    @Key(
            changeable = true,
            defaultValue = "full",
            description =
                "What the end of a training writes into the run folder as report.html: full: the page"
                    + " of `convoy report`, for which the validation data are read once more; brief:"
                    + " what needs no data; none: nothing")
        Report report,
    @Key(description = "A tracking server of MLflow, which is told of the training as it goes on")
        MlflowConfig mlflow) {
  /** Where the training is a run of MLflow. Tokens come from MLflow's environment variables. */
  public record MlflowConfig(
      @Key(
              changeable = true,
              unset = "none is told",
              description = "Address of the server, such as http://mlflow:5000")
          Optional<String> uri,
      @Key(
              changeable = true,
              defaultValue = "convoy",
              description = "Name of the experiment, which is made if there is none")
          String experiment)
      implements SectionCheck {
    private static final String SECRETS =
        "must be no more than an address as http://HOST:PORT/PATH; user and password are taken from"
            + " the environment variables MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, a"
            + " token from MLFLOW_TRACKING_TOKEN";

    @Override
    public void check(Problems problems) {
      uri.flatMap(MlflowConfig::problem).ifPresent(problem -> problems.add("uri", problem));
    }

    /** A password in it would be in every copy of the config. */
    private static Optional<String> problem(String uri) {
      try {
        URI address = new URI(uri);
        boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!isHttp || address.getHost() == null) {
          return Optional.of("must be an address as http://HOST:PORT or https://HOST");
        }

        return address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
            ? Optional.of(SECRETS)
            : Optional.empty();
      } catch (URISyntaxException e) {
        return Optional.of("is no address: " + e.getReason());
      }
    }
  }

  /** Whether weights and gradients are looked at after each epoch. */
  public boolean hasHistograms() {
    return tensorboard && tensorboardDetails;
  }

  /** How much is reported at the end. */
  public enum Report {
    FULL,
    BRIEF,
    NONE
  }
}
