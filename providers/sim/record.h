#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "providers/sim/fault.h"
#include "providers/sim/json.h"
#include "providers/sim/request_entry.h"
#include "providers/sim/routes.h"

namespace dgctl::providers::sim {

/// What one request changed, as a line of FILE.log: enough to do it again.
struct Record {
  std::int64_t number = 0, at_ms = 0;
  std::vector<std::int64_t> faults;  ///< the indices of those that counted it
  std::vector<Message> deeds;        ///< requests that changed something: an edit, then its own
  std::optional<Lag> lag;            ///< of the last deed
  std::vector<std::int64_t> lagged;  ///< the numbers of the hidden changes that this read concerns

  [[nodiscard]] bool changes_something() const {
    return !faults.empty() || !deeds.empty() || !lagged.empty();
  }
};

/// How far a workspace has come, as every line of FILE.requests says it.
struct Progress {
  std::int64_t requests = 0, clock_ms = 0, uuids = 0;
};

/// A line of FILE.requests: a request, or only time that was slept or an id that was handed out.
struct RequestLine {
  Progress after;
  std::optional<RequestEntry> entry;
};

// The two as JSON text, and back. Reading throws JsonError.
std::string record_text(const Record& record);
Record read_record(const Json& json);
std::string request_line_text(const RequestLine& line);
RequestLine read_request_line(const std::string& text);

}  // namespace dgctl::providers::sim
