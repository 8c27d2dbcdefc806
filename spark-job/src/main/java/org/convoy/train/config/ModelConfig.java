package org.convoy.train.config;

import java.io.Serializable;
import org.convoy.nn.model.LayerList;

/** The network that is trained. */
public record ModelConfig(
    @Key(
            defaultValue = ModelConfig.DEFAULT_NAME,
            description =
                "Name of the architecture in the model zoo, or of a class on the class path that"
                    + " is an org.convoy.nn.model.ModelFactory")
        String name,
    @Key(
            defaultValue = "10",
            min = 2,
            description = "Number of classes, the outputs of the network")
        int numClasses,
    @Key(
            defaultValue = "[]",
            description = "The network itself, layer by layer, in the place of a name")
        LayerList layers)
    implements Serializable, SectionCheck {
  private static final String DEFAULT_NAME = "lenet5";

  /** A network that has a name. */
  public ModelConfig(String name, int numClasses) {
    this(name, numClasses, LayerList.EMPTY);
  }

  @Override
  public void check(Problems problems) {
    if (!layers.isEmpty() && !name.equals(DEFAULT_NAME)) {
      problems.add("name", "give either a name or model.layers");
    }
  }
}
