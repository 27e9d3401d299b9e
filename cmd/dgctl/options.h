#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dgctl::cmd {

/// What every command that works on a configuration takes.
struct CommonOptions {
  std::string folder;                       ///< -C: where the rest counts from; "": where we are
  std::string file = "dgctl.yml";           ///< -f
  std::string target;                       ///< -t
  std::string profile;                      ///< -p
  std::vector<std::string> variables;       ///< --var name=value
  std::vector<std::string> variable_files;  ///< --var-file
  std::string output = "text";              ///< -o
  bool output_given = false;                ///< -o was given
  std::size_t parallelism = 0;              ///< 0: nothing was said
  std::string lock_timeout;                 ///< "": nothing was said
  std::size_t max_rps = 0;                  ///< 0: as many requests a second as come
  std::string log_level = "info";           ///< error, warn, info, debug
  bool log_http = false;                    ///< --log-http: tell of each exchange
  std::string timeout;                      ///< "": nothing was said
  std::string events;                       ///< --events: a file, or ""
  bool json = false;                        ///< --json: events on stdout
  bool no_exec = false;                     ///< --no-exec: run no program
  bool no_color = false;
  bool quiet = false;
  bool input = true;  ///< --input=false: ask nothing
};

// The options that several commands have, listed apart from a command's own. The word for a value
// says what completes it: completion_values.h. What they make a command end with is added to its
// help.

/// -C.
void add_folder_option(CLI::App& command, CommonOptions& options);
/// --no-color.
void add_colour_option(CLI::App& command, CommonOptions& options);
/// Which configuration, and with which values. Both of the above among them.
void add_configuration_options(CLI::App& command, CommonOptions& options);
/// How the result is printed; `formats` lists what the command has.
void add_output_option(CLI::App& command,
                       CommonOptions& options,
                       const std::vector<std::string>& formats);
/// How long the lock is waited for, and whether anything is asked.
void add_lock_options(CLI::App& command, CommonOptions& options);
/// How the workspace is asked.
void add_request_options(CLI::App& command, CommonOptions& options);
/// How the workspace is asked and the state locked.
void add_run_options(CLI::App& command, CommonOptions& options);
/// The same options for a command that takes no lock, since scripts give them to any.
void add_read_options(CLI::App& command, CommonOptions& options);

/// Goes where -C says. Throws UsageError if that is no folder.
void enter_folder(const CommonOptions& options);

/// "500ms", "90s", "15m", "12h", "180d". Throws UsageError for anything else.
std::chrono::milliseconds duration_from(const std::string& option, const std::string& text);

}  // namespace dgctl::cmd
