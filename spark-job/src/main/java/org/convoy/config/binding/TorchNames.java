package org.convoy.config.binding;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What PyTorch, its example scripts and torchvision's call things, with what they are here. */
public final class TorchNames {
  private static final String TRANSFORMS = "the transforms data.transforms.train";
  private static final Map<String, String> KEYS = new HashMap<>();
  private static final Map<String, String> ANSWERS = new HashMap<>();

  static {
    key("optimizer.learningRate", "lr", "base-lr", "initial-lr", "lr-init");
    key("optimizer.weightDecay", "wd", "decay");
    key("optimizer.name", "opt", "optim", "optimizer-name", "optimizer-type");
    key("optimizer.decayBiasAndNorm", "norm-weight-decay", "bias-weight-decay");
    key("optimizer.clip.norm", "clip-grad-norm", "grad-clip", "clip-grad", "max-grad-norm");
    key("optimizer.clip.value", "clip-grad-value");
    key("schedule.name", "lr-scheduler", "scheduler", "lr-schedule", "sched");
    key("schedule.stepSize", "lr-step-size");
    key("schedule.gamma", "lr-gamma", "lr-decay-rate");
    key("schedule.milestones", "lr-steps", "lr-milestones");
    key("schedule.warmupEpochs", "lr-warmup-epochs", "warmup", "num-warmup-epochs");
    key("schedule.power", "lr-power");
    key("schedule.etaMin", "lr-min", "min-lr");
    key("batchSize", "bs", "train-batch-size", "per-device-train-batch-size", "batch");
    key("validation.batchSize", "val-batch-size", "test-batch-size", "eval-batch-size");
    key("epochs", "num-epochs", "n-epochs", "max-epochs", "num-train-epochs", "nb-epochs");
    key("seed", "manual-seed", "random-seed", "random-state");
    key("loss.name", "criterion", "loss-fn");
    key("loss.labelSmoothing", "smoothing", "label-smooth");
    key("model.name", "arch", "architecture", "net", "network", "backbone", "model-name");
    key("model.pretrained", "weights", "checkpoint-path", "finetune-from", "init-checkpoint");
    key("model.numClasses", "nb-classes", "n-classes", "classes-num");
    key("data.path", "data-path", "data-dir", "dataset", "dataset-path", "root", "train-dir");
    key("data.kind", "dataset-type", "data-format");
    key("data.validationFraction", "val-split", "validation-split", "val-fraction", "valid-size");
    key("data.split.train", "train-split");
    key("data.split.validation", "val-dir", "valid-dir");
    key("data.normalize", "normalization", "img-norm-cfg");
    key("kernels.backend", "device");
    key("earlyStopping", "early-stop");
    key("maxHours", "time-limit", "max-time");
    answer(
        "Spark's task slots read the data, as many as --master local[N] or the executors'"
            + " cores; workers is the number of data-parallel members",
        "num-workers",
        "data-workers",
        "loader-workers",
        "j",
        "pin-memory",
        "prefetch-factor");
    answer(
        "workers is the number of data-parallel members; Spark finds their machines",
        "world-size",
        "nproc-per-node",
        "num-nodes",
        "num-gpus",
        "gpus",
        "dist-url",
        "rank",
        "local-rank");
    answer(
        "the same command continues an interrupted run; model.pretrained begins with weights",
        "resume",
        "start-epoch",
        "auto-resume");
    answer("it is the option --run DIR", "output-dir", "save-dir", "out-dir", "log-dir", "run-dir");
    answer("convoy evaluate RUN_OR_WEIGHTS does that", "test-only", "evaluate", "eval-only");
    answer(
        "it is one of " + TRANSFORMS + ", as in [{mixup {alpha = 0.2}}]", "mixup", "mixup-alpha");
    answer(
        "it is one of " + TRANSFORMS + ", as in [{cutMix {alpha = 1}}]", "cutmix", "cutmix-alpha");
    answer(
        "it is one of " + TRANSFORMS + ", as in [{randomErasing {p = 0.1}}]",
        "random-erase",
        "random-erasing",
        "reprob");
    answer(
        "it is one of " + TRANSFORMS + "; see docs/transforms.md",
        "auto-augment",
        "aa",
        "augmentation",
        "augment",
        "transform",
        "train-transform",
        "train-crop-size",
        "hflip",
        "random-crop");
    answer(
        "it is one of the transforms data.transforms.validation; see docs/transforms.md",
        "val-resize-size",
        "val-crop-size",
        "val-transform",
        "test-transform");
  }

  private TorchNames() {}

  private static void key(String key, String... names) {
    answer("did you mean " + key + "?", names);
    for (String name : names) {
      KEYS.put(plain(name), key);
    }
  }

  private static void answer(String answer, String... names) {
    for (String name : names) {
      ANSWERS.put(plain(name), answer);
    }
  }

  /** What a name from there is here, for a message. */
  static Optional<String> hint(String name) {
    return Optional.ofNullable(ANSWERS.get(plain(name)));
  }

  /** The keys that are answered with; tests see to it that there are such. */
  public static Map<String, String> keys() {
    return Map.copyOf(KEYS);
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
