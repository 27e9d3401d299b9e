#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dgctl::engine {

/// How the texts of one kind look: durations, names of catalogs. What is said here is what the
/// loader checks, as far as a pattern can say it.
struct TextType {
  /// What a plain scalar of YAML, which an editor takes for a number or a flag, may be here.
  enum class Plain {
    Any,           ///< it is a text like another
    Words,         ///< the same, but a number with a dot does not fit
    Flags,         ///< only a flag fits
    WholeNumbers,  ///< only a number without one fits
    TextAlways,    ///< neither number nor flag fits
  };

  std::string called;   ///< "duration"; of any text "text"
  std::string wanted;   ///< what a message asks for: "a duration such as 90s, 15m, 12h or 180d"
  std::string pattern;  ///< of the whole text, in the syntax of ECMAScript; "": any
  Plain plain = Plain::Any;
  bool operator==(const TextType&) const = default;
};

TextType any_text();
/// Any text in which no reference stands, where none counts.
TextType literal_text();
TextType text_not_empty();
TextType stack_name();
TextType host_text();
TextType uuid_text();
TextType id_text();
TextType date_text();
TextType duration_text();
/// "confirmed", or a duration.
TextType retire_text();
/// A part of a whole, or a number that is written as a text.
TextType percentage_text();
/// The path of a file that holds a secret.
TextType sink_path();
/// A regular expression that a variable has to match.
TextType pattern_text();
/// What people call an object that its id identifies.
TextType label_text(std::size_t most_characters);

/// A name in Unity Catalog of `least` to `most` parts: a table below its catalog has two or three.
TextType name_text(std::size_t least, std::size_t most);

/// The name of a catalog where a flag may have been meant.
TextType existing_catalog_text();

/// sp:KEY, user:NAME, group:NAME, or a bare name.
TextType principal_text();
TextType service_principal_text();
TextType user_text();
TextType group_text();
/// The name of something of that type which principals are put on, but for some.
TextType listed_name_text(const std::string& type, const std::vector<std::string>& refused);

/// "catalog.main"
TextType address_text();
/// "data_graphs.KEY"
TextType data_graph_text();

// Values of variables in the types that they are declared with, written as texts or plain.
TextType number_in_text();
TextType flag_in_text();

// Keys that the user chooses.
/// Any text, but a key holds no references.
TextType free_key();
/// One that becomes part of an address.
TextType address_key();
TextType variable_name();

}  // namespace dgctl::engine
