#pragma once

#include <span>
#include <string_view>

// What reads bytes that others wrote, each as a function of any bytes.

namespace dgctl::fuzz {

/// Reads an input, and holds what came of it to what was promised. Errors that the reader's
/// contract names are caught; anything else that is thrown is a finding, and so is a broken
/// promise.
struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};
std::span<const Target> targets();
/// The one of that name, or nullptr.
const Target* find_target(std::string_view name);

// Each in a file of its name: sql_fuzz.cc.
void configuration(std::string_view input);
void data_graphs(std::string_view input);
void journal(std::string_view input);
void json(std::string_view input);
void login_answers(std::string_view input);
void plan_file(std::string_view input);
void profile_file(std::string_view input);
void sim_requests(std::string_view input);
void sink_record(std::string_view input);
void sql(std::string_view input);
void state_file(std::string_view input);
void workspace_answers(std::string_view input);
void workspace_file(std::string_view input);

}  // namespace dgctl::fuzz
