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
  std::size_t parallelism = 0;              ///< 0: nothing was said
  std::string lock_timeout;                 ///< "": nothing was said
  bool no_color = false;
  bool quiet = false;
  bool input = true;  ///< --input=false: ask nothing
};

/// Which configuration, and with which values.
void add_configuration_options(CLI::App& command, CommonOptions& options);
/// How the result is printed; `formats` lists what the command has.
void add_output_option(CLI::App& command,
                       CommonOptions& options,
                       const std::vector<std::string>& formats);
/// How long the lock is waited for, and whether anything is asked.
void add_lock_options(CLI::App& command, CommonOptions& options);
/// How the workspace is asked and the state locked.
void add_run_options(CLI::App& command, CommonOptions& options);

/// Goes where -C says. Throws UsageError if that is no folder.
void enter_folder(const CommonOptions& options);

/// "90s", "15m", "12h", "180d". Throws UsageError for anything else.
std::chrono::milliseconds duration_from(const std::string& option, const std::string& text);

/// The arguments with Terraform's single-dash spellings turned into ours: "-out=F" into "--out=F".
/// Throws UsageError for one that has no equal here.
std::vector<std::string> with_our_spellings(const std::vector<std::string>& arguments);

}  // namespace dgctl::cmd
