/**
 * Initial values of parameters, drawn from explicit seeds. Depends on nothing but the JDK; layers
 * and networks depend on it.
 */
package org.convoy.nn.init;
