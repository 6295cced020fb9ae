// Texts are everywhere, so that the call that translates them may be short.
global using static PenneoDashboard.Language.Words;
