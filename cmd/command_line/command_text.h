#pragma once

#include <string>
#include <utility>
#include <vector>

namespace dgctl::cmd {

/// A file, a variable of the environment, and what it is there for.
struct Described {
  std::string name, does;
};

struct Example {
  std::string line;  ///< "dgctl plan --out plan.json"
  std::string does;  ///< what it is good for, "" where the line says it
};

/// One way in which a command ends.
struct ExitMeaning {
  int code = 0;
  std::string when;
};

/// All that is written about a command: --help, its man page and the lists that it stands in are
/// made of this and of its options. In texts `this` is something to be typed.
struct CommandText {
  CommandText() = default;
  /// What every command has. The rest is set by its name.
  CommandText(std::string command, std::string what, std::string most_used)
      : name(std::move(command)), does(std::move(what)), example(std::move(most_used)) {}

  std::string name, does;
  std::string example;                 ///< the one that is used most
  std::string group;                   ///< the heading that it is listed under
  std::string details;                 ///< paragraphs, an empty line between them
  std::vector<Example> more_examples;  ///< after `example`
  std::vector<ExitMeaning> exit_codes;
  std::vector<Described> files;
  std::vector<Described> environment;
  std::vector<std::string> see_also;  ///< other commands: "dgctl apply"
};

}  // namespace dgctl::cmd
