package org.convoy.nn.hook;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.convoy.nn.model.NamePattern;

/** The hooks of one network, in the order of their registration. One thread at a time. */
public final class HookRegistry {
  private final List<String> layers;

  /** Replaced, never changed: a hook may register or remove hooks while it is called. */
  private List<Registration> registrations = List.of();

  /** For layers of these names. */
  public HookRegistry(List<String> layers) {
    this.layers = List.copyOf(layers);
  }

  /** Equal to itself only: the same hook may be registered twice. */
  private final class Registration implements HookHandle {
    private final Set<String> layers;
    private final LayerHook hook;

    private Registration(List<String> layers, LayerHook hook) {
      this.layers = Set.copyOf(layers);
      this.hook = hook;
    }

    @Override
    public void remove() {
      registrations = registrations.stream().filter(other -> other != this).toList();
    }
  }

  /**
   * Adds a hook.
   *
   * @param pattern a layer's name, or several: * stands for any characters, dots included, ? for
   *     one
   * @throws IllegalArgumentException if no layer matches; the message names the nearest
   */
  public HookHandle register(String pattern, LayerHook hook) {
    requireNonNull(pattern, "pattern is null");
    requireNonNull(hook, "hook is null");
    Registration added = new Registration(new NamePattern("layer", pattern).select(layers), hook);
    registrations = Stream.concat(registrations.stream(), Stream.of(added)).toList();
    return added;
  }

  public boolean isEmpty() {
    return registrations.isEmpty();
  }

  /**
   * Shows the layer's hooks its output.
   *
   * @param activation asked for a copy by each hook
   */
  public void forward(String layer, Supplier<LayerTensor> activation) {
    for (LayerHook hook : hooksOf(layer)) {
      hook.forward(layer, activation.get());
    }
  }

  /**
   * Shows the layer's hooks the gradient by its output.
   *
   * @param outputGradient asked for a copy by each hook
   */
  public void backward(String layer, Supplier<LayerTensor> outputGradient) {
    for (LayerHook hook : hooksOf(layer)) {
      hook.backward(layer, outputGradient.get());
    }
  }

  private List<LayerHook> hooksOf(String layer) {
    return registrations.stream()
        .filter(registration -> registration.layers.contains(layer))
        .map(registration -> registration.hook)
        .toList();
  }
}
