/**
 * The typed configuration: its sections, each a record whose annotated components are its keys. May
 * depend on model-zoo for the optimizers, schedules and initializations it describes, on no other
 * package of Convoy and on no Spark type; what reads them is org.convoy.config.binding.
 */
package org.convoy.config;
