/**
 * Descriptions of models that are independent of their input's size: blocks of layers in Java,
 * lists of layers as data, and classes that make them. Depends on the layers, whose graphs they
 * become.
 */
package org.convoy.nn.model;
