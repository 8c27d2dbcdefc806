/** Tests of model descriptions. Depends on the networks that they become. */
package org.convoy.nn.model;
