/**
 * Neural-network building blocks on DL4J's ComputationGraph: layers, kernels, losses, optimizers
 * and schedules live in the packages below. Depends on DL4J and ND4J, never on Spark or on data
 * sets.
 */
package org.convoy.nn;
