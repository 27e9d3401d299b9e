#pragma once

#include <string>

#include "engine/verify/live_check.h"

// How what verify checks is called in what it says.

namespace dgctl::engine {

/// "schema sales.crm", "SQL warehouse segment"
std::string called(const Securable& on);
/// "USE CATALOG", of a warehouse the level
std::string words(const Gate& gate);
/// "USE CATALOG on catalog sales"
std::string called(const Gate& gate);

}  // namespace dgctl::engine
