/**
 * The typed configuration: records whose annotated components are read from HOCON, checked,
 * documented and written back. May depend on model-zoo for the optimizers, schedules and
 * initializations it describes, on no other package of Convoy and on no Spark type.
 */
package org.convoy.config;
