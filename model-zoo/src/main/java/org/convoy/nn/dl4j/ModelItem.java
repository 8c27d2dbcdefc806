package org.convoy.nn.dl4j;

/**
 * What the description of a model lists: a layer, the builder of one, or a block of
 * org.convoy.nn.model.
 */
public interface ModelItem {}
