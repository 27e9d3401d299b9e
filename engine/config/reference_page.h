#pragma once

#include <string>

namespace dgctl::engine {

/// Every key of the configuration for readers, in Markdown: a heading of the third level and a
/// table for each block. docs/configuration.md holds it.
std::string configuration_reference();

}  // namespace dgctl::engine
