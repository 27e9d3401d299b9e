#pragma once

#include <string>

#include "engine/verify/report.h"

namespace dgctl::engine {

/// A verify report as schemas/verify.schema.json describes it.
std::string verify_json(const VerifyReport& report);

}  // namespace dgctl::engine
